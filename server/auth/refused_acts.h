#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "server/types/audit_record.h"

namespace parley {

// What was tried and not allowed, on its way into the audit. One who is refused all the time must
// not fill it: the same act by the same token (or, without one, from the same address) with the
// same answer is one entry, at once; what follows within a minute is counted into a second one.
// Thread: any.
class RefusedActs final
{
public:
    static constexpr std::chrono::minutes kWindow{1};
    //! Different ones in a window; those beyond are counted together. 100 a minute fill the audit
    //! in a week, which is as fast as somebody with many addresses may be.
    static constexpr std::size_t kMaxKinds = 100;
    static constexpr std::size_t kMaxObjectBytes = 300; // a namespace and a topic fit

    //! \param action what was tried: "publish", "DELETE /v1/tokens/*". \param actor id of the
    //! token, "" when there is none. \param object what it was tried on, as far as it is a name.
    void note(std::string_view action, std::string_view actor, std::string_view address,
              std::string_view object, ErrorCode code, UtcTime now);

    //! What the audit has to be told by now; each is given once.
    std::vector<AuditRecord> take(UtcTime now);

private:
    struct Kind {
        AuditRecord record{}; // the last one seen
        UtcTime since{};
        std::uint32_t untold = 0;
        bool isTold = false; // the first one was
    };

    static std::string keyOf(std::string_view action, std::string_view who, ErrorCode code);

    std::mutex m_lock;
    std::map<std::string, Kind, std::less<>> m_kinds;
};

} // namespace parley
