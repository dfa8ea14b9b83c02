/** The timeline as it is kept: how each source's events read as one line, and what a line holds. */
@NullMarked
package polyclinic.notes.projections.timeline;

import org.jspecify.annotations.NullMarked;
