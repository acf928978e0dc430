-- By platform and source: how soon more spend stops bringing more, and what its effect carries over to the next day.
SELECT platform || '/' || source AS k, {'platform': platform, 'source': source, 'kappa': kappa, 'carry': carry,
  'response_at_half': (1 - exp(-kappa / 2)) / (1 - exp(-kappa)), 'elasticity_at_usual': kappa * exp(-kappa) / (1 - exp(-kappa))} AS v
FROM (SELECT DISTINCT platform, source FROM ads JOIN platforms USING (platform)) JOIN read_csv(getvariable('facts') || 'responses.csv')
  USING (platform, source) ORDER BY k;
