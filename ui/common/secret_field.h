#pragma once

#include <QWidget>

class QLineEdit;

namespace parley::ui {

// A secret that is shown this once: masked, with Show and Copy.
// Thread: GUI.
class SecretField final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecretField)

public:
    SecretField(const QString &name, const QByteArray &secret, QWidget *parent);

Q_SIGNALS:
    void shownChanged(bool shown);

private:
    QLineEdit *m_edit = nullptr;
};

} // namespace parley::ui
