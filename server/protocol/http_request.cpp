#include "server/protocol/http_request.h"

#include <algorithm>

namespace parley {

const std::string *HttpRequest::header(std::string_view lowerCaseName) const
{
    const auto found
        = std::find_if(headers.begin(), headers.end(), [lowerCaseName](const HttpHeader &field) {
              return field.name == lowerCaseName;
          });
    return found == headers.end() ? nullptr : &found->value;
}

const std::string *HttpRequest::parameter(std::string_view name) const
{
    const auto found = std::find_if(query.begin(), query.end(),
                                    [name](const auto &pair) { return pair.first == name; });
    return found == query.end() ? nullptr : &found->second;
}

} // namespace parley
