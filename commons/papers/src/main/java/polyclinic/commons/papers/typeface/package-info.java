/** The typeface of papers and what it can print. */
@NullMarked
package polyclinic.commons.papers.typeface;

import org.jspecify.annotations.NullMarked;
