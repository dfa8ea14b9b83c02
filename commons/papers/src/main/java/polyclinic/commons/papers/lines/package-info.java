/** Lines of text in any script and direction, and how they get onto a page so that it can be searched. */
@NullMarked
package polyclinic.commons.papers.lines;

import org.jspecify.annotations.NullMarked;
