#include "server/types/slow_reader_policy.h"

namespace parley {

std::string_view wireName(SlowReaderPolicy policy)
{
    switch (policy) {
    case SlowReaderPolicy::Resume: return "resume";
    case SlowReaderPolicy::Skip: return "skip";
    case SlowReaderPolicy::Disconnect: return "disconnect";
    }
    __builtin_unreachable();
}

Result<SlowReaderPolicy> slowReaderPolicyFrom(std::string_view name)
{
    for (const auto policy :
         {SlowReaderPolicy::Resume, SlowReaderPolicy::Skip, SlowReaderPolicy::Disconnect})
        if (name == wireName(policy))
            return policy;
    return Error{ErrorCode::InvalidArgument, "slowReaders must be resume, skip or disconnect"};
}

} // namespace parley
