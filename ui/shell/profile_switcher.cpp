#include "ui/shell/profile_switcher.h"

#include <utility>

#include <QMenu>
#include <QMessageBox>
#include <QPixmap>
#include <QPointer>

#include "ui/common/broker_link.h"
#include "ui/common/confirm_name_dialog.h"
#include "ui/common/undo_bar.h"
#include "ui/shell/profile_dialog.h"
#include "ui/shell/secret_store.h"

namespace parley::ui {
namespace {

// '&' in a name would become a mnemonic.
QString menuText(QString name)
{
    return name.replace(QLatin1Char('&'), QLatin1String("&&"));
}

QIcon swatch(int colour)
{
    QPixmap pixmap(16, 16);
    pixmap.fill(profileColour(colour));
    return pixmap;
}

} // namespace

ProfileSwitcher::ProfileSwitcher(const Parts &parts, QWidget *parent) :
    QToolButton(parent), m_parts(parts), m_profiles(parts.settingsFile)
{
    setAccessibleName(tr("Broker"));
    setToolTip(tr("Look at another broker (Ctrl+Shift+P)"));
    setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+P")));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    setMenu(new QMenu(this));
    connect(menu(), &QMenu::aboutToShow, this, &ProfileSwitcher::fillMenu);
    connect(this, &QToolButton::clicked, this, &QToolButton::showMenu); // by its shortcut
    connect(&m_parts.link, &BrokerLink::addressChanged, this, &ProfileSwitcher::addressChanged);
    connect(&m_profiles, &ProfileList::changed, this, &ProfileSwitcher::showCurrent);
    fillMenu();
    showCurrent();
}

const ConnectionProfile *ProfileSwitcher::current() const
{
    return m_profiles.find(m_current);
}

void ProfileSwitcher::fillMenu()
{
    menu()->clear();
    const auto addEntry = [this](const QString &name, const QString &id) {
        auto *action = menu()->addAction(menuText(name), this, [this, id] { openProfile(id); });
        action->setCheckable(true);
        action->setChecked(id == m_current);
        return action;
    };
    addEntry(tr("Broker of this program"), {});
    for (const auto &profile : m_profiles.all())
        addEntry(profile.name, profile.id)->setIcon(swatch(profile.colour));
    menu()->addSeparator();
    if (m_parts.secrets != nullptr)
        menu()->addAction(tr("Add a connection…"), this, &ProfileSwitcher::add);
}

QList<Command> ProfileSwitcher::commands()
{
    QList<Command> commands;
    if (m_parts.secrets != nullptr)
        commands.append({tr("Add a connection…"), {}, [this] { add(); }});
    for (const auto &profile : m_profiles.all())
        commands.append({tr("Look at %1").arg(profile.name), tr("broker"),
                         [this, id = profile.id] { openProfile(id); }});
    return commands;
}

void ProfileSwitcher::openProfile(const QString &id)
{
    m_wanted = id;
    const auto *profile = m_profiles.find(id);
    if (profile == nullptr) {
        Q_EMIT embeddedRequested();
        return;
    }
    if (m_parts.secrets == nullptr)
        return;
    m_parts.secrets->read(
        profile->tokenName(),
        [this, id, guard = QPointer(this)](const auto &token, const auto &problem) {
            const auto *wanted = guard && id == m_wanted ? m_profiles.find(id) : nullptr;
            if (wanted != nullptr)
                openWith(*wanted, token, problem);
        });
}

// Without a token the dialog asks for it; that is usual where secrets live for a session.
void ProfileSwitcher::openWith(const ConnectionProfile &profile, const QByteArray &token,
                               const QString &problem)
{
    QString trouble = problem;
    const auto authorities = authoritiesFrom(profile.authorityFile, trouble);
    if (!trouble.isEmpty()) {
        auto *box = new QMessageBox(QMessageBox::Warning, profile.name, trouble, QMessageBox::Ok,
                                    window());
        box->setTextFormat(Qt::PlainText);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    } else if (token.isEmpty()) {
        openDialog(profile);
    } else {
        m_opening = profile.id;
        m_parts.link.open({profile.url, token, authorities, profile.readOnly});
    }
}

void ProfileSwitcher::addressChanged()
{
    m_current = std::exchange(m_opening, {});
    m_wanted = m_current;
    showCurrent();
}

void ProfileSwitcher::showCurrent()
{
    const auto *profile = current();
    const auto name = profile ? profile->name : tr("Broker");
    setText(fontMetrics().elidedText(name, Qt::ElideMiddle, fontMetrics().averageCharWidth() * 28)
            + (profile && profile->readOnly ? tr(" (read-only)") : QString()));
    setIcon(profile ? swatch(profile->colour) : QIcon());
    if (profile && profile->production)
        m_parts.undo.setGuard([this, name](const QString &what, auto go, auto stop) {
            new ConfirmNameDialog(tr("“%1” is a production broker. %2.").arg(name, what), name,
                                  tr("Go on"), go, window(), stop);
        });
    else
        m_parts.undo.setGuard({});
    Q_EMIT currentChanged();
}

void ProfileSwitcher::add()
{
    ConnectionProfile profile;
    profile.id = ProfileList::newId();
    profile.colour = static_cast<int>(m_profiles.all().size()) % ConnectionProfile::kColours;
    openDialog(profile);
}

void ProfileSwitcher::change(const QString &id)
{
    if (const auto *profile = m_profiles.find(id))
        openDialog(*profile);
}

void ProfileSwitcher::openDialog(const ConnectionProfile &profile)
{
    if (m_parts.secrets == nullptr)
        return;
    auto *dialog = new ProfileDialog(profile, m_profiles, *m_parts.secrets, window());
    connect(dialog, &ProfileDialog::saved, this, &ProfileSwitcher::openProfile);
    dialog->open();
}

// Its token goes with it when the time to undo is over.
void ProfileSwitcher::removeWithUndo(const QString &id)
{
    const auto *found = m_profiles.find(id);
    if (found == nullptr)
        return;
    const auto profile = *found;
    if (id == m_current)
        Q_EMIT embeddedRequested(); // before: going there does what waits to be done
    m_profiles.remove(id);
    m_parts.undo.offerUnguarded(
        tr("Connection “%1” is removed").arg(profile.name),
        [secrets = m_parts.secrets, profile] {
            if (secrets != nullptr)
                secrets->remove(profile.tokenName(), [](const QString &) {});
        },
        [this, profile] { m_profiles.put(profile); });
}

} // namespace parley::ui
