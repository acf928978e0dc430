SELECT test AS k, {'channel': channel, 'platform': platform, 'spend_change': spend_change, 'lift': lift} AS v FROM lift_truth ORDER BY test;
