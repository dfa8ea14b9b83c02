/** What was said in a conversation, piece by piece, with the times of its recording. */
@NullMarked
package polyclinic.notes.transcripts;

import org.jspecify.annotations.NullMarked;
