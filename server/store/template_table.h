#pragma once

#include <string>
#include <vector>

#include "server/store/database.h"
#include "server/types/token_template.h"

namespace parley {

// What tokens are issued from. Thread: store.
class TemplateTable final
{
public:
    explicit TemplateTable(const Database &database);

    Result<void> put(const TokenTemplate &tokenTemplate); // a new one, or a change
    Result<void> remove(const std::string &name);
    Result<std::vector<TokenTemplate>> all(); // by name

    std::size_t damagedRows() const { return m_damagedRows; }

private:
    Statement m_put;
    Statement m_remove;
    Statement m_all;
    std::size_t m_damagedRows = 0;
};

} // namespace parley
