/** The programs by which deployment files are checked: where they are, and what they say. */
@NullMarked
package polyclinic.checks.tools;

import org.jspecify.annotations.NullMarked;
