/** What a transcript is made of. */
@NullMarked
package polyclinic.notes.transcripts.segments;

import org.jspecify.annotations.NullMarked;
