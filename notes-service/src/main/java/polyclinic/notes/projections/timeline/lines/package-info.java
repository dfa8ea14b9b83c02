/** What a timeline is made of: an entry, and how the events of a source become entries. */
@NullMarked
package polyclinic.notes.projections.timeline.lines;

import org.jspecify.annotations.NullMarked;
