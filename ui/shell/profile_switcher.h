#pragma once

#include <QToolButton>

#include "ui/settings/profile_list.h"
#include "ui/shell/command_palette.h"

namespace parley::ui {

class BrokerLink;
class SecretStore;
class UndoBar;

// The chooser in the top bar: which broker the window looks at, and the way to another one. Keeps
// the list of connections and their tokens, and asks for the typed name before something is
// destroyed at a production broker. Thread: GUI.
class ProfileSwitcher final : public QToolButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileSwitcher)

public:
    struct Parts { // borrowed; outlive the chooser
        BrokerLink &link;
        UndoBar &undo;
        SecretStore *secrets = nullptr; // null: the list is empty and stays so
        QString settingsFile{};
    };

    ProfileSwitcher(const Parts &parts, QWidget *parent);

    const ProfileList &profiles() const { return m_profiles; }
    const ConnectionProfile *current() const; // null: what the window looks at is none of them
    QList<Command> commands(); // one per connection, for the palette

    void openProfile(const QString &id); // "": the broker of this program
    void add();
    void change(const QString &id);
    void removeWithUndo(const QString &id);

Q_SIGNALS:
    void embeddedRequested(); // the broker of this program
    void currentChanged(); // another broker, or the same one is called or coloured otherwise

private:
    void openWith(const ConnectionProfile &profile, const QByteArray &token,
                  const QString &problem);
    void openDialog(const ConnectionProfile &profile);
    void addressChanged();
    void fillMenu();
    void showCurrent();

    Parts m_parts;
    ProfileList m_profiles;
    QString m_current{}; // id; "": none of them
    QString m_opening{}; // becomes the current one with the link's next address
    QString m_wanted{}; // the last that was asked for: an older one's token comes too late
};

} // namespace parley::ui
