#include "ui/common/confirm_name_dialog.h"

#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/buttons.h"
#include "ui/common/labels.h"

namespace parley::ui {

ConfirmNameDialog::ConfirmNameDialog(const QString &warning, const QString &name,
                                     const QString &action, std::function<void()> confirmed,
                                     QWidget *parent, std::function<void()> declined) :
    QDialog(parent)
{
    setWindowTitle(action);
    setAttribute(Qt::WA_DeleteOnClose);
    auto *text = label(warning, this);
    text->setWordWrap(true);
    auto *ask = mutedLabel(tr("Type “%1” to go on.").arg(name), this);
    auto *edit = new QLineEdit(this);
    edit->setAccessibleName(ask->text());
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *confirm = dangerButton(action, this);
    confirm->setEnabled(false);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(confirm);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(ask);
    layout->addWidget(edit);
    layout->addLayout(buttons);
    connect(edit, &QLineEdit::textChanged, confirm,
            [confirm, name](const QString &typed) { confirm->setEnabled(typed == name); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(confirm, &QPushButton::clicked, this, [this, confirmed = std::move(confirmed)] {
        accept();
        confirmed();
    });
    if (declined)
        connect(this, &QDialog::rejected, this, [declined = std::move(declined)] { declined(); });
    open();
}

} // namespace parley::ui
