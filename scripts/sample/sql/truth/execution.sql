SELECT campaign, count(*) AS tasks, count(*) FILTER (done <= due) AS on_time, count(*) FILTER (done > due) AS late,
       count(*) FILTER (done IS NULL) AS not_done, list(task ORDER BY task) FILTER (done > due) AS late_tasks,
       list(task ORDER BY task) FILTER (done IS NULL) AS open_tasks FROM tasks JOIN begun USING (campaign) WHERE ran GROUP BY campaign;
