#include "server/store/template_table.h"

#include "server/protocol/template_json.h"

namespace parley {

TemplateTable::TemplateTable(const Database &database) :
    m_put(database.prepare(
        "INSERT OR REPLACE INTO token_templates (name, definition) VALUES (?, ?)")),
    m_remove(database.prepare("DELETE FROM token_templates WHERE name = ?")),
    m_all(database.prepare("SELECT name, definition FROM token_templates ORDER BY name"))
{
}

Result<void> TemplateTable::put(const TokenTemplate &tokenTemplate)
{
    const std::string definition = templateJson(tokenTemplate);
    return m_put.bind(0, tokenTemplate.name).bind(1, definition).run();
}

Result<void> TemplateTable::remove(const std::string &name)
{
    return m_remove.bind(0, name).run();
}

Result<std::vector<TokenTemplate>> TemplateTable::all()
{
    std::vector<TokenTemplate> templates;
    while (m_all.next()) {
        auto one = templateFromJson(m_all.text(1));
        if (one && one->name == m_all.text(0))
            templates.push_back(std::move(*one));
        else
            ++m_damagedRows; // nothing is issued from what cannot be read
    }
    if (const auto failure = m_all.failure())
        return *failure;
    return templates;
}

} // namespace parley
