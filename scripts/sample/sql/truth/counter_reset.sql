SELECT brand, sku, starts::VARCHAR AS week FROM rival_moves WHERE truth = 'counter_reset';
