package polyclinic.notes.proposals;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** @param date of which day what was found in a document is; needed where nobody has said so before */
record AcceptProposal(@Nullable LocalDate date) {}
