#include "ui/shell/profile_chooser.h"

#include <QActionGroup>
#include <QMenu>
#include <QMessageBox>
#include <QShortcut>

#include "ui/common/theme.h"
#include "ui/common/undo_bar.h"
#include "ui/shell/profile_book.h"
#include "ui/shell/profile_colors.h"
#include "ui/shell/profile_dialog.h"
#include "ui/shell/profile_switch.h"

namespace parley::ui {
namespace {

QString escaped(QString name) // an ampersand in a menu would be a key
{
    return name.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

ProfileChooser::ProfileChooser(ProfileBook &book, ProfileSwitch &profiles, UndoBar &undo,
                               std::function<QString()> place, QWidget *parent) :
    QToolButton(parent),
    m_book(book), m_switch(profiles), m_undo(undo), m_place(std::move(place)),
    m_menu(new QMenu(this))
{
    setObjectName(QStringLiteral("profiles"));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    setMenu(m_menu);
    setFocusPolicy(Qt::StrongFocus);
    auto *shortcut = new QShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+P")), this);
    connect(shortcut, &QShortcut::activated, this, &QToolButton::showMenu);
    connect(m_menu, &QMenu::aboutToShow, this, &ProfileChooser::fillMenu);
    connect(&book, &ProfileBook::changed, this, &ProfileChooser::showCurrent);
    connect(&profiles, &ProfileSwitch::currentChanged, this, &ProfileChooser::showCurrent);
    connect(&profiles, &ProfileSwitch::tokenMissing, this, &ProfileChooser::edit);
    connect(&book, &ProfileBook::tokenNotKept, this, &ProfileChooser::showNotKept);
    fillMenu(); // a screen reader and the keyboard find it filled
    showCurrent();
}

void ProfileChooser::showCurrent()
{
    const Profile &current = m_switch.current();
    QString text = current.name;
    if (current.readOnly)
        text = tr("%1 · read-only").arg(text);
    if (current.production)
        text = tr("%1 · production").arg(text);
    const QString shown
        = fontMetrics().elidedText(text, Qt::ElideMiddle, fontMetrics().averageCharWidth() * 36);
    setText(escaped(shown));
    setIcon(current.color.isEmpty() ? QIcon() : profileIcon(current.color, isDark(palette())));
    setAccessibleName(tr("Broker: %1").arg(text));
    setToolTip(QStringLiteral("%1\n%2").arg(text, tr("Choose another broker (Ctrl+Shift+P)")));
}

void ProfileChooser::fillMenu()
{
    m_menu->clear();
    auto *group = new QActionGroup(m_menu);
    for (const Profile &profile : m_book.profiles()) {
        if (profile.id == m_removing)
            continue;
        auto *action = m_menu->addAction(profileIcon(profile.color, isDark(palette())),
                                         escaped(profile.name));
        action->setCheckable(true);
        action->setChecked(profile.id == m_switch.current().id);
        action->setEnabled(!profile.isLocal() || m_switch.hasLocal());
        action->setActionGroup(group);
        connect(action, &QAction::triggered, this, [this, id = profile.id] { m_switch.open(id); });
    }
    m_menu->addSeparator();
    auto *add = m_menu->addAction(tr("Connect to another broker…"));
    add->setEnabled(!m_book.isFull());
    connect(add, &QAction::triggered, this, &ProfileChooser::addProfile);
    if (m_switch.current().isLocal())
        return;
    connect(m_menu->addAction(tr("Edit this profile…")), &QAction::triggered, this,
            &ProfileChooser::editCurrent);
    connect(m_menu->addAction(tr("Remove this profile")), &QAction::triggered, this,
            &ProfileChooser::removeCurrent);
}

void ProfileChooser::addProfile()
{
    edit({});
}

void ProfileChooser::editCurrent()
{
    edit(m_switch.current().id);
}

void ProfileChooser::edit(const QString &id, const QString &problem)
{
    const Profile *known = m_book.find(id);
    auto *dialog = new ProfileDialog(known ? *known : Profile(),
                                     problem.isEmpty() ? m_place() : problem, window());
    connect(dialog, &ProfileDialog::profileWritten, this,
            [this](const Profile &profile, const QByteArray &token) {
                const QString written = m_book.put(profile, token);
                m_switch.open(written);
            });
    dialog->open();
}

void ProfileChooser::showNotKept(const QString &name, const QString &problem)
{
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Token not kept"),
                                tr("The token of “%1” is kept until Parley ends and has to be "
                                   "entered again after that.")
                                    .arg(name),
                                QMessageBox::Ok, window());
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(problem);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

// It leaves the menu now and the settings when the undo bar runs out.
void ProfileChooser::removeCurrent()
{
    const Profile gone = m_switch.current();
    m_switch.open(Profile::local().id);
    m_removing = gone.id;
    m_undo.offer(
        tr("Profile “%1” removed").arg(gone.name),
        [this, id = gone.id] {
            m_removing.clear();
            m_book.remove(id);
        },
        [this, id = gone.id] {
            m_removing.clear();
            m_switch.open(id);
        });
}

} // namespace parley::ui
