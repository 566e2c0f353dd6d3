#include "server/functions/script/script_slots.h"

#include <algorithm>

namespace parley::functions {

bool ScriptSlots::take(SlotHolder &holder)
{
    PARLEY_ASSERT_OWN_THREAD();
    if (std::find(m_holders.begin(), m_holders.end(), &holder) != m_holders.end())
        return true;
    if (std::find(m_line.begin(), m_line.end(), &holder) != m_line.end())
        return false;
    if (m_holders.size() >= m_most) {
        const auto idle = std::find_if(m_holders.begin(), m_holders.end(),
                                       [](const SlotHolder *one) { return one->isIdle(); });
        if (idle == m_holders.end()) {
            m_line.push_back(&holder);
            return false;
        }
        SlotHolder *old = *idle;
        m_holders.erase(idle);
        old->giveUpSlot();
    }
    m_holders.push_back(&holder);
    return true;
}

void ScriptSlots::becameIdle(SlotHolder &holder)
{
    PARLEY_ASSERT_OWN_THREAD();
    const auto place = std::find(m_holders.begin(), m_holders.end(), &holder);
    if (place == m_holders.end())
        return;
    m_holders.splice(m_holders.end(), m_holders, place);
    serveLine();
}

void ScriptSlots::release(SlotHolder &holder)
{
    PARLEY_ASSERT_OWN_THREAD();
    m_holders.remove(&holder);
    std::erase(m_line, &holder);
    serveLine();
}

// The first in line takes what is free or idle now.
void ScriptSlots::serveLine()
{
    if (m_line.empty())
        return;
    SlotHolder *next = m_line.front();
    m_line.pop_front();
    if (take(*next)) {
        next->slotGranted();
        return;
    }
    m_line.pop_back(); // where take() put it
    m_line.push_front(next);
}

} // namespace parley::functions
