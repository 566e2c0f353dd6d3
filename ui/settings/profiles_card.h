#pragma once

#include <QFrame>

class QListWidget;
class QPushButton;

namespace parley::ui {

class ProfileList;

// The list of connections in the settings. What the buttons mean is the window's business.
// Thread: GUI.
class ProfilesCard final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfilesCard)

public:
    ProfilesCard(const ProfileList &profiles, QWidget *parent); // borrowed; outlives the card

Q_SIGNALS:
    void addRequested();
    void openRequested(const QString &id);
    void changeRequested(const QString &id);
    void removeRequested(const QString &id);

private:
    void fill();
    void enableButtons();
    QString currentId() const; // "": none

    const ProfileList &m_profiles;
    QListWidget *m_list = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_change = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace parley::ui
