/** Photos without what a camera writes beside the picture: place, time, device, names, thumbnails. */
@NullMarked
package polyclinic.asset.photos;

import org.jspecify.annotations.NullMarked;
