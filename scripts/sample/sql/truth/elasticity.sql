SELECT category AS k, elasticity AS v FROM read_csv(getvariable('facts') || 'elasticities.csv') WHERE getvariable('key') = 'luming' ORDER BY category;
