#include "ui/common/act_guard.h"

#include <QWidget>

#include "ui/common/confirm_name_dialog.h"

namespace parley::ui {

void ActGuard::setRules(bool readOnly, bool production)
{
    if (readOnly == m_readOnly && production == m_production)
        return;
    m_readOnly = readOnly;
    m_production = production;
    m_watched.removeIf([](const QPointer<QWidget> &widget) { return widget.isNull(); });
    for (const auto &widget : std::as_const(m_watched))
        widget->setVisible(!readOnly);
    Q_EMIT changed();
}

void ActGuard::watch(QWidget *widget)
{
    m_watched.append(widget);
    if (m_readOnly)
        widget->hide();
}

void ActGuard::destroy(const QString &warning, const QString &name, const QString &action,
                       std::function<void()> act, QWidget *parent) const
{
    if (m_production)
        new ConfirmNameDialog(warning, name, action, std::move(act), parent); // goes by itself
    else
        act();
}

} // namespace parley::ui
