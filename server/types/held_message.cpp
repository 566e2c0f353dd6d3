#include "server/types/held_message.h"

namespace parley {

std::string_view wireName(Review review)
{
    switch (review) {
    case Review::Waiting: return "waiting";
    case Review::Approved: return "approved";
    case Review::Denied: return "denied";
    }
    return "waiting";
}

Result<Review> reviewFrom(std::string_view name)
{
    for (const Review review : {Review::Waiting, Review::Approved, Review::Denied})
        if (wireName(review) == name)
            return review;
    return Error{ErrorCode::InvalidArgument, "a review is waiting, approved or denied"};
}

} // namespace parley
