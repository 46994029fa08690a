-- The number of the last event there is: who has read up to it has read all, whatever of it was his.
select evento_ultimo() as seq
