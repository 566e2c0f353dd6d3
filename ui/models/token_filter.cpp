#include "ui/models/token_filter.h"

#include "ui/models/token_model.h"
#include "ui/models/token_text.h"

namespace parley::ui {

TokenFilter::TokenFilter(TokenModel &model, QObject *parent) :
    QSortFilterProxyModel(parent), m_model(model)
{
    setSourceModel(&model);
}

void TokenFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

void TokenFilter::setState(const QString &state)
{
    m_state = state;
    invalidateFilter();
}

void TokenFilter::setKind(const QString &kind)
{
    m_kind = kind;
    invalidateFilter();
}

void TokenFilter::setTemplate(const QString &name)
{
    m_template = name;
    invalidateFilter();
}

bool TokenFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const auto &token = m_model.row(row);
    if ((!m_state.isEmpty() && token.state != m_state)
        || (!m_kind.isEmpty() && token.kind != m_kind)
        || (!m_template.isEmpty() && token.templateName != m_template))
        return false;
    if (m_text.isEmpty())
        return true;
    const QString searched[] = {token.label,  token.publisherId,  token.id,  scopeText(token),
                                token.issuer, token.templateName, token.room};
    return std::any_of(std::begin(searched), std::end(searched), [this](const QString &text) {
        return text.contains(m_text, Qt::CaseInsensitive);
    });
}

} // namespace parley::ui
