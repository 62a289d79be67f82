"""The doctor: what is wrong with a set-up, what an error text means, and how to repair it.

Knowledge is data. ``knowledge/faq.toml`` lists the headings of the vendor's FAQ. ``knowledge/findings.toml``, and a
file of that name in a tool's folder, say of each code that ``across`` or a tool's module can raise how bad it is, which
heading it answers and how it is repaired. ``knowledge/diagnoses.toml`` holds the patterns of error texts and the
findings that are evidence for each. All words stand in ``wizard/text`` and in the tools' folders.

- A *finding* is a notice of a tool's state (the ``problems`` of ``status`` are the same notices) or of ``across``,
  which looks at all tools together: pure functions of what was read.
- A *diagnosis* is what an error text means here: patterns, then the findings as evidence.
- A *repair* is a plan like any other: the tool's ``configure`` with its present choice where that mends the finding,
  and the edits the finding itself carries. What no file can mend is a numbered step.

Nothing here writes, runs anything or opens a connection.
"""
