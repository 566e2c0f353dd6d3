#pragma once

#include <QDialog>

#include "server/client/admin_client.h"
#include "ui/shell/profile.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace parley::ui {

// A remote profile being written. It is tried before it is kept; one that does not answer now can
// be kept all the same. Thread: GUI.
class ProfileDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProfileDialog)

public:
    //! \param profile without an id: a new one. \param place where tokens are kept, a sentence.
    ProfileDialog(Profile profile, const QString &place, QWidget *parent);

Q_SIGNALS:
    //! \p token is empty when the one that is kept stays.
    void profileWritten(const parley::ui::Profile &profile, const QByteArray &token);

private:
    QWidget *makeAuthority();
    void chooseAuthority();
    void takeAuthority(const QByteArray &pem);
    void showAuthority();
    void validate();
    Profile typed() const;
    void tryIt();
    void keep();

    Profile m_profile;
    client::AdminClient m_admin;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_url = nullptr;
    QLineEdit *m_token = nullptr;
    QLabel *m_authority = nullptr;
    QPushButton *m_forgetAuthority = nullptr;
    QComboBox *m_color = nullptr;
    QCheckBox *m_readOnly = nullptr;
    QCheckBox *m_production = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_anyway = nullptr;
    QPushButton *m_keep = nullptr;
};

} // namespace parley::ui
