#include "ui/deliveries/filter_menu.h"

#include <QInputDialog>
#include <QMenu>

#include "ui/common/labels.h"
#include "ui/deliveries/delivery_filter_bar.h"

namespace parley::ui {

FilterMenu::FilterMenu(DeliveryFilterBar &bar, const QString &settingsFile, QWidget *parent) :
    QToolButton(parent), m_bar(bar), m_filters(settingsFile)
{
    setText(tr("Saved"));
    setAccessibleName(tr("Saved filters"));
    setToolTip(tr("Choose a filter that was kept, or keep this one (Ctrl+S)"));
    setShortcut(QKeySequence(QStringLiteral("Ctrl+S")));
    setPopupMode(QToolButton::InstantPopup);
    setMenu(new QMenu(this));
    connect(menu(), &QMenu::aboutToShow, this, &FilterMenu::fill);
    connect(this, &QToolButton::clicked, this, &QToolButton::showMenu); // the shortcut
}

// An ampersand of a name is no mnemonic.
void FilterMenu::fill()
{
    menu()->clear();
    const auto shown = [](QString name) { return name.replace(u'&', QStringLiteral("&&")); };
    for (const auto &filter : m_filters.all())
        menu()->addAction(shown(filter.name), this,
                          [this, choice = filter.choice] { m_bar.choose(choice); });
    if (m_filters.all().isEmpty())
        menu()->addAction(tr("None is kept yet"))->setEnabled(false);
    menu()->addSeparator();
    QAction *keep = menu()->addAction(tr("Keep this filter…"), this, &FilterMenu::askForName);
    keep->setEnabled(!m_bar.isEmpty());
    if (m_filters.all().isEmpty())
        return;
    QMenu *forget = menu()->addMenu(tr("Forget"));
    for (const auto &filter : m_filters.all())
        forget->addAction(shown(filter.name), this,
                          [this, name = filter.name] { m_filters.forget(name); });
}

void FilterMenu::askForName()
{
    auto *question = new QInputDialog(this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setWindowTitle(tr("Keep this filter"));
    question->setLabelText(tr("Its name; one of the same name is replaced:"));
    connect(question, &QInputDialog::textValueSelected, this, [this](const QString &name) {
        const QString problem = m_filters.keep(name, m_bar.choice());
        setToolTip(
            plainToolTip(problem.isEmpty() ? tr("Kept as “%1”").arg(name.trimmed()) : problem));
    });
    question->open();
}

} // namespace parley::ui
