/** Small pictures of images and of first pages. */
@NullMarked
package polyclinic.asset.thumbnails;

import org.jspecify.annotations.NullMarked;
