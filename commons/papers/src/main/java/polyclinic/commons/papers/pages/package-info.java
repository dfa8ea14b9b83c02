/** Pages of PDF from templates of XHTML. */
@NullMarked
package polyclinic.commons.papers.pages;

import org.jspecify.annotations.NullMarked;
