#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace parley::ui {

class SecretStore;

// Asked once where there is no keyring: keep secrets for this session, or in a file that a
// passphrase encrypts. Where that file is there already it asks for the passphrase. Nothing waits
// for the answer but the secrets. Thread: GUI. Opens by itself and goes when it is answered.
class SecretPlaceDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecretPlaceDialog)

public:
    SecretPlaceDialog(SecretStore &store, QWidget *parent); // borrowed; outlives the dialog

    void reject() override; // this session only

private:
    void validate();
    void encrypt();

    SecretStore &m_store;
    const bool m_isNew; // the file is to be made
    QLineEdit *m_passphrase = nullptr;
    QLineEdit *m_again = nullptr; // null: it is there already
    QLabel *m_problem = nullptr;
    QPushButton *m_encrypt = nullptr;
};

} // namespace parley::ui
