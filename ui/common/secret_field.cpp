#include "ui/common/secret_field.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include "ui/common/buttons.h"
#include "ui/common/clipboard.h"

namespace parley::ui {

SecretField::SecretField(const QString &name, const QByteArray &secret, QWidget *parent) :
    QWidget(parent), m_edit(new QLineEdit(QString::fromUtf8(secret), this))
{
    m_edit->setReadOnly(true);
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setAccessibleName(name);
    auto *show = iconButton(QStringLiteral("eye"), tr("Show %1").arg(name), this);
    show->setCheckable(true);
    connect(show, &QToolButton::toggled, m_edit, [this](bool shown) {
        m_edit->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
        Q_EMIT shownChanged(shown);
    });
    auto *copy = new QPushButton(tr("Copy"), this);
    copy->setAccessibleName(tr("Copy %1").arg(name));
    connect(copy, &QPushButton::clicked, this, [copy, secret] {
        copySecret(secret);
        copy->setText(tr("Copied for 60 s"));
    });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit, 1);
    layout->addWidget(show);
    layout->addWidget(copy);
}

} // namespace parley::ui
