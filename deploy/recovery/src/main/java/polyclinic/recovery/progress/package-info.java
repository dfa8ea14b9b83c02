/** What a run tells whoever waits for it: its steps, and in one line why it failed. */
@NullMarked
package polyclinic.recovery.progress;

import org.jspecify.annotations.NullMarked;
