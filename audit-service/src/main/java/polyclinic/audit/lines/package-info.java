/** Objects in S3 that are lines of text. */
@NullMarked
package polyclinic.audit.lines;

import org.jspecify.annotations.NullMarked;
