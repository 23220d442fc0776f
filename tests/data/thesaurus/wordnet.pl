s(100000011,1,'cold',n,2,5).
s(100000011,2,'common cold',n,1,3).
s(100000022,1,'coldness',n,1,9).
s(100000022,2,'cold',n,1,12).
s(100000033,1,'Hodgkin''s disease',n,1,0).
s(100000044,1,'disease',n,1,40).
hyp(100000011,100000044).
hyp(100000033,100000044).
g(100000011,'a mild viral infection').
