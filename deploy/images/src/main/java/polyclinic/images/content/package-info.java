/** What goes into an image: its files in layers, and how it starts. */
@NullMarked
package polyclinic.images.content;

import org.jspecify.annotations.NullMarked;
