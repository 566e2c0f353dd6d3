#include "ui/webhooks/secrets_view.h"

#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/common/secret_field.h"
#include "ui/webhooks/snippet_view.h"

namespace parley::ui {

SecretsView::SecretsView(const client::CreatedWebhook &made, const QString &heading,
                         QWidget *parent) :
    QWidget(parent)
{
    auto *finish = primaryButton(tr("Done"), this);
    auto *form = new QFormLayout;
    if (!made.secret.isEmpty())
        form->addRow(tr("Standard Webhooks"),
                     new SecretField(tr("signing secret"), made.secret, this));
    if (!made.momentoSecret.isEmpty())
        form->addRow(tr("momento-signature"),
                     new SecretField(tr("Momento secret"), made.momentoSecret, this));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(headingLabel(heading, this));
    layout->addWidget(mutedLabel(tr("With these secrets a program can check that a request comes "
                                    "from here. They are shown this once: copy them now."),
                                 this));
    layout->addLayout(form);
    layout->addWidget(headingLabel(tr("How your program checks"), this, 2));
    layout->addWidget(new SnippetView(this), 1);
    layout->addWidget(finish, 0, Qt::AlignRight);
    connect(finish, &QPushButton::clicked, this, &SecretsView::done);
}

} // namespace parley::ui
