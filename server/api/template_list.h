#pragma once

#include <algorithm>
#include <vector>

#include "server/types/token_template.h"

namespace parley {

// The token templates, by name. Thread: I/O loop.
class TemplateList final
{
public:
    void put(TokenTemplate one)
    {
        const auto at = placeOf(one.name);
        if (at != m_templates.end() && at->name == one.name)
            *at = std::move(one);
        else
            m_templates.insert(at, std::move(one));
    }
    void remove(const std::string &name)
    {
        std::erase_if(m_templates, [&](const TokenTemplate &one) { return one.name == name; });
    }
    const TokenTemplate *find(const std::string &name) const
    {
        const auto found = std::find_if(m_templates.begin(), m_templates.end(),
                                        [&](const TokenTemplate &one) { return one.name == name; });
        return found == m_templates.end() ? nullptr : &*found;
    }
    const std::vector<TokenTemplate> &all() const { return m_templates; }
    bool isFull() const { return m_templates.size() >= TokenTemplate::kMaxTemplates; }

private:
    std::vector<TokenTemplate>::iterator placeOf(const std::string &name)
    {
        return std::lower_bound(
            m_templates.begin(), m_templates.end(), name,
            [](const TokenTemplate &one, const std::string &wanted) { return one.name < wanted; });
    }

    std::vector<TokenTemplate> m_templates;
};

} // namespace parley
