/** This service's own documents on a timeline. */
@NullMarked
package polyclinic.notes.projections.timeline.documents;

import org.jspecify.annotations.NullMarked;
