#pragma once

#include <QColor>
#include <QDialog>

#include "server/client/admin_client.h"
#include "ui/settings/profile_list.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace parley::ui {

class SecretStore;

//! "Teal", "Red", ... and how it looks, for numbers below ConnectionProfile::kColours.
QColor profileColour(int number);
QString profileColourName(int number);

//! The certificates of \p file, at most 1 MiB; \p problem is a sentence when they cannot be had.
QByteArray authoritiesFrom(const QString &file, QString &problem);

// A connection to a broker elsewhere, a new one or one to be changed. Its token goes to the
// SecretStore and nowhere else. Thread: GUI.
class ProfileDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileDialog)

public:
    //! Both are borrowed and outlive the dialog.
    ProfileDialog(const ConnectionProfile &profile, ProfileList &profiles, SecretStore &secrets,
                  QWidget *parent);

Q_SIGNALS:
    void saved(const QString &id); // the list and the store have it

private:
    void makeRows(const ConnectionProfile &profile);
    ConnectionProfile typed() const;
    void validate();
    void tryIt();
    void save();
    void chooseFile();

    const QString m_id;
    ProfileList &m_profiles;
    SecretStore &m_secrets;
    client::AdminClient m_admin;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_url = nullptr;
    QLineEdit *m_token = nullptr;
    QLineEdit *m_authorityFile = nullptr;
    QComboBox *m_colour = nullptr;
    QCheckBox *m_readOnly = nullptr;
    QCheckBox *m_production = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_try = nullptr;
    QPushButton *m_save = nullptr;
};

} // namespace parley::ui
