#include "server/auth/refused_acts.h"

#include <utility>

#include "server/protocol/safe_text.h"
#include "server/protocol/utf8_validator.h"

namespace parley {
namespace {

constexpr std::string_view kOthers = "others"; // of too many kinds

std::string nameIn(std::string_view object)
{
    if (object.size() > RefusedActs::kMaxObjectBytes || !isValidUtf8(object))
        return {};
    return withoutSecrets(object);
}

} // namespace

std::string RefusedActs::keyOf(std::string_view action, std::string_view who, ErrorCode code)
{
    return std::string(action) + '\n' + std::string(who) + '\n'
        + std::to_string(static_cast<int>(code));
}

void RefusedActs::note(std::string_view action, std::string_view actor, std::string_view address,
                       std::string_view object, ErrorCode code, UtcTime now)
{
    std::string key = keyOf(action, actor.empty() ? address : actor, code);
    std::lock_guard guard(m_lock);
    auto found = m_kinds.find(key);
    if (found == m_kinds.end() && m_kinds.size() >= kMaxKinds) {
        key = kOthers;
        action = kOthers;
        actor = address = object = {};
        found = m_kinds.find(key);
    }
    if (found == m_kinds.end()) {
        found = m_kinds.emplace(std::move(key), Kind{}).first;
        found->second.since = now;
    }
    Kind &kind = found->second;
    kind.record.time = now;
    kind.record.action = action;
    kind.record.actor = actor;
    kind.record.address = address;
    kind.record.object = nameIn(object);
    kind.record.refusedBy = code;
    ++kind.untold;
}

std::vector<AuditRecord> RefusedActs::take(UtcTime now)
{
    std::vector<AuditRecord> records;
    std::lock_guard guard(m_lock);
    for (auto each = m_kinds.begin(); each != m_kinds.end();) {
        Kind &kind = each->second;
        const bool isOver = now - kind.since >= kWindow || now < kind.since; // or the clock was set
        if (kind.untold > 0 && (isOver || !kind.isTold)) {
            kind.record.count = std::exchange(kind.untold, 0);
            kind.isTold = true;
            records.push_back(kind.record);
        }
        each = isOver ? m_kinds.erase(each) : std::next(each);
    }
    return records;
}

} // namespace parley
