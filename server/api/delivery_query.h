#pragma once

#include <initializer_list>

#include "server/api/api_call.h"
#include "server/store/delivery_search.h"

namespace parley {

//! Which deliveries a call means, by the parameters of its query. \param others parameters that
//! the route knows beside those of a question to deliveries. Errors: InvalidArgument.
Result<DeliveryQuery> deliveryQueryOf(const ApiCall &call,
                                      std::initializer_list<std::string_view> others = {});

//! The same by the members of a JSON object, where lists stand as lists and the pattern as an
//! object. What pages ("before", "limit") is no member.
Result<DeliveryQuery> deliveryQueryOf(const JsonValue &body, const ApiCall &call);

} // namespace parley
