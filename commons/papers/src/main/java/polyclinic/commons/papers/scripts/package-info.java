/** Scripts that need shaping or run from right to left: which typefaces set them, and what shape their text takes. */
@NullMarked
package polyclinic.commons.papers.scripts;

import org.jspecify.annotations.NullMarked;
