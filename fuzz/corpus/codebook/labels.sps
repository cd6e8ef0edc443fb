* Labels.
VARIABLE LABELS sex 'Geschlecht' /q1 "It''s ""good""" q2 'Long '
  + 'label'.
val lab sex 1 'm' 2 "f" / q1 TO q3 1 'never' 4 'always'.
ADD VALUE LABELS q1 9 'refused'.
MISSING VALUES q1 to q3 (9, 95 THRU HI) / office ('x').
VARIABLE LEVEL q1 q2 q3 (ORDINAL) /sex (NOMINAL).
FORMATS q1 (F8.2).
MRSETS /MDGROUP NAME=$items LABEL='Items' CATEGORYLABELS=VARLABELS VARIABLES=m_1 m_2 m_3 VALUE=1
  /MCGROUP NAME=$c LABEL='C' VARIABLES=q1 q2.
WEIGHT BY w.
EXECUTE.
