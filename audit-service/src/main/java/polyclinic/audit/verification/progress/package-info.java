/** How far the chains were found sound, for the next verification to go on from there. */
@NullMarked
package polyclinic.audit.verification.progress;

import org.jspecify.annotations.NullMarked;
