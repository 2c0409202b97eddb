"""The sentences of an article: who was killed or wounded, who says so, and when.

- ``prose``: the text of an article as sentences, each with its place and its references
- ``citations``: their names, addresses and the dates of their sources
- ``rules``: patterns over the tags of a sentence, tried at every item in order
- ``asides``: what is in brackets or after "including", to be read apart from its sentence
- ``lists``: the numbers of a list that a rule is said of
- ``suffered``: words of loss are said of the numbers before them
- ``tolls``: amounts of tolls: "losses *amounted to 300*"
- ``conditions``: a rule that matched is said of its numbers
- ``doubts``: what did not happen, not once, or not to those who are counted
- ``categories``: what happened, and whether people are counted
- ``claims``: what the text says of numbers of people killed, wounded, captured or missing
- ``dating``: the date of a claim
- ``groups``: who was hit, in the words of the sentence: "34 *civilians*", "*Axis* losses", "the
  *Dutch* lost"
- ``speakers``: who speaks where in a sentence
- ``subjects``: the subject of a reporting verb as a name
- ``sources``: who reports: the subject of a reporting verb, or what follows "according to"
- ``timeline``: every dated sentence of the text, one statement for each of its dates
"""
